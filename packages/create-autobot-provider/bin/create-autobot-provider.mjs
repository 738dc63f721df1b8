#!/usr/bin/env node
// Plain enough for any Node, so that an old one is told what is wrong.
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 13)) {
  process.stderr.write(
    `create-autobot-provider needs Node 22.13 or newer, and this is ${process.versions.node}.\n`,
  )
  process.exitCode = 1
} else {
  const { main } = await import('../dist/main.js')
  const around = {
    cwd: process.cwd(),
    out: (text) => process.stdout.write(text),
    error: (text) => process.stderr.write(text),
  }
  process.exitCode = main(process.argv.slice(2), around)
}
