import { expect, test } from 'vitest'
import { proxyFor } from '../../../src/transport/proxy/proxy-for.ts'
import { exemptions, namedProxy } from '../../../src/transport/proxy/proxy-variables.ts'

const https = 'https://api.example.com/v1'
const proxy = 'http://proxy:3128'

test.each<[string, Record<string, string>, string | undefined]>([
  [https, {}, undefined],
  [https, { HTTPS_PROXY: proxy }, proxy],
  [https, { https_proxy: 'http://small:1', HTTPS_PROXY: proxy }, 'http://small:1'],
  [https, { HTTPS_PROXY: 'proxy:3128' }, proxy],
  [https, { ALL_PROXY: proxy }, proxy],
  [https, { HTTP_PROXY: proxy }, undefined],
  ['http://api.example.com', { HTTP_PROXY: proxy }, proxy],
  [https, { HTTPS_PROXY: proxy, NO_PROXY: '*' }, undefined],
  [https, { HTTPS_PROXY: proxy, NO_PROXY: 'a.com, api.example.com' }, undefined],
  [https, { HTTPS_PROXY: proxy, NO_PROXY: '.example.com' }, undefined],
  [https, { HTTPS_PROXY: proxy, NO_PROXY: '*.EXAMPLE.com' }, undefined],
  [https, { HTTPS_PROXY: proxy, no_proxy: 'example.com' }, undefined],
  [https, { HTTPS_PROXY: proxy, NO_PROXY: 'ample.com' }, proxy],
  [https, { HTTPS_PROXY: proxy, NO_PROXY: 'api.example.com:443' }, undefined],
  [https, { HTTPS_PROXY: proxy, NO_PROXY: 'api.example.com:8443' }, proxy],
  ['https://10.1.2.3/', { HTTPS_PROXY: proxy, NO_PROXY: '10.0.0.0/8' }, undefined],
  ['https://11.1.2.3/', { HTTPS_PROXY: proxy, NO_PROXY: '10.0.0.0/8' }, proxy],
  ['https://[fd00::1]/', { HTTPS_PROXY: proxy, NO_PROXY: 'fd00::/8' }, undefined],
  ['http://localhost:11434', { HTTP_PROXY: proxy }, undefined],
  ['http://127.0.0.1:1', { HTTP_PROXY: proxy }, undefined],
  ['http://[::1]:1', { HTTP_PROXY: proxy }, undefined],
])('%s with %o', (text, variables, expected) => {
  const url = new URL(text)
  const read = (name: string): string | undefined => variables[name]
  const named = namedProxy(url.protocol, read)
  expect(named && proxyFor(url, named, exemptions(read))).toBe(expected)
})
