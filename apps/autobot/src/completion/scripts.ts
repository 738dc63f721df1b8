import type { CommandWords } from './words.ts'

export type Shell = 'bash' | 'zsh' | 'fish'
export const shells: readonly Shell[] = ['bash', 'zsh', 'fish']

/** The script that a shell reads; it runs no program while it completes. */
export function completionScript(shell: Shell, words: readonly CommandWords[]): string {
  return { bash, zsh, fish }[shell](words)
}

const names = ({ commands, values, options }: CommandWords): string =>
  [...commands.map(({ name }) => name), ...values, ...options.map(({ long }) => long)].join(' ')

/** Options with words of their own, for the word after them. */
function valueCases(words: readonly CommandWords[], reply: (values: string) => string): string {
  const seen = new Map<string, string>()
  for (const { options } of words) {
    for (const { long, short, takes, choices } of options) {
      if (takes === 'nothing') continue
      const what = takes === 'file' ? 'file' : choices.join(' ')
      for (const name of [long, short]) if (name !== undefined) seen.set(name, what)
    }
  }
  return [...seen].map(([name, what]) => `    ${name}) ${reply(what)} ;;`).join('\n')
}

/** The path of commands so far, options left out. */
const pathLoop = (words: string, current: string): string => `  local path="" word i
  for ((i = ${words === 'zsh' ? 2 : 1}; i < ${current}; i++)); do
    word="\${${words === 'zsh' ? 'words' : 'COMP_WORDS'}[i]}"
    case "$path $word" in`

function pathCases(words: readonly CommandWords[]): string {
  return words
    .filter(({ path }) => path.length > 0)
    .map(({ path }) => {
      const before = path
        .slice(0, -1)
        .map((name) => ` ${name}`)
        .join('')
      return `      "${before} ${path.at(-1) ?? ''}") path="${path.map((name) => ` ${name}`).join('')}" ;;`
    })
    .join('\n')
}

function bash(words: readonly CommandWords[]): string {
  return `# autobot completion for bash. Put into ~/.bashrc:  source <(autobot completion bash)
_autobot() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}"
  COMPREPLY=()
  case "$prev" in
${valueCases(words, (what) => (what === 'file' ? 'COMPREPLY=($(compgen -f -- "$cur")); return' : what === '' ? 'return' : `COMPREPLY=($(compgen -W "${what}" -- "$cur")); return`))}
  esac
${pathLoop('bash', 'COMP_CWORD')}
${pathCases(words)}
    esac
  done
  case "$path" in
${words
  .map(
    (each) =>
      `    "${each.path.map((name) => ` ${name}`).join('')}") COMPREPLY=($(compgen -W "${names(each)}" -- "$cur")) ;;`,
  )
  .join('\n')}
  esac
}
complete -o default -F _autobot autobot
`
}

function zsh(words: readonly CommandWords[]): string {
  const quote = (text: string): string =>
    `'${text.replaceAll("'", `'\\''`).replaceAll(':', '\\:')}'`
  const described = ({ commands, values, options }: CommandWords): string =>
    [
      ...values,
      ...commands.map(({ name, description }) => `${name}:${description}`),
      ...options.map(({ long, description }) => `${long}:${description}`),
    ]
      .map((text) => {
        const at = text.indexOf(':')
        if (at < 0) return text
        return `${text.slice(0, at)}:${quote(text.slice(at + 1)).slice(1, -1)}`
      })
      .map((text) => `'${text}'`)
      .join(' ')
  return `#compdef autobot
# autobot completion for zsh. Put into ~/.zshrc after compinit:
#   source <(autobot completion zsh)
# or keep it as a file named _autobot in a folder of fpath.
_autobot() {
  local -a found
  case "\${words[CURRENT-1]}" in
${valueCases(words, (what) => (what === 'file' ? '_files; return' : what === '' ? 'return' : `compadd -- ${what}; return`))}
  esac
${pathLoop('zsh', 'CURRENT')}
${pathCases(words)}
    esac
  done
  case "$path" in
${words
  .map(
    (each) =>
      `    "${each.path.map((name) => ` ${name}`).join('')}") found=(${described(each)}) ;;`,
  )
  .join('\n')}
  esac
  _describe autobot found
}
if [ "$funcstack[1]" = "_autobot" ]; then _autobot "$@"; else compdef _autobot autobot; fi
`
    .replaceAll('local path=""', 'local command_path=""')
    .replaceAll('"$path', '"$command_path')
    .replaceAll(' path="', ' command_path="')
}

function fish(words: readonly CommandWords[]): string {
  const quote = (text: string): string =>
    `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
  const lines = words.flatMap(({ path, commands, values, options }) => {
    const others = commands.map(({ name }) => name).join(' ')
    const when = [
      ...path.map((name) => `__fish_seen_subcommand_from ${name}`),
      ...(path.length === 0 ? ['__fish_use_subcommand'] : []),
    ].join('; and ')
    const here =
      others === '' || path.length === 0
        ? when
        : `${when}; and not __fish_seen_subcommand_from ${others}`
    return [
      ...commands.map(
        ({ name, description }) =>
          `complete -c autobot -f -n ${quote(here)} -a ${name} -d ${quote(description)}`,
      ),
      ...(values.length === 0
        ? []
        : [`complete -c autobot -f -n ${quote(when)} -a ${quote(values.join(' '))}`]),
      ...options.map(({ long, short, description, takes, choices }) => {
        const value =
          takes === 'nothing'
            ? ''
            : takes === 'file'
              ? ' -r -F'
              : choices.length > 0
                ? ` -x -a ${quote(choices.join(' '))}`
                : ' -x'
        return `complete -c autobot -n ${quote(when)} -l ${long.slice(2)}${short === undefined ? '' : ` -s ${short.slice(1)}`}${value} -d ${quote(description)}`
      }),
    ]
  })
  return `# autobot completion for fish. Put into ~/.config/fish/completions/autobot.fish
${lines.join('\n')}
`
}
