/** What a command must not be, whichever sandbox it runs in. */
const dangerous: readonly RegExp[] = [
  /\brm\s+(-\w*\s+)*-\w*[rf]\w*\s+(-\w+\s+)*["']?(\/|~|\$HOME|\.\.)/i,
  /\brm\s+.*--no-preserve-root/i,
  /\brmdir\s+\/s\b/i,
  /\bdel\s+\/[fq]\b/i,
  /\b(format|mkfs(\.\w+)?|fdisk|parted|wipefs|diskpart)\b\s/i,
  /\bdd\b.*\b(if|of)=/i,
  />\s*\/dev\/(sd|hd|nvme|vd|mmcblk|disk)/i,
  /\b(shutdown|reboot|poweroff|halt)\b/i,
  /\binit\s+[06]\b/i,
  /\bsystemctl\s+(poweroff|reboot|halt|stop|disable|mask)\b/i,
  /:\s*\(\s*\)\s*\{.*\|.*&\s*\}\s*;\s*:/,
  /\bsudo\b/i,
  /(^|[;&|]\s*)su(\s|$)/i,
  /\bdoas\b/i,
  /\bpkexec\b/i,
  /\bchmod\s+(-\w+\s+)*[0-7]*777\s+\//i,
  /\bchmod\s+[ugoa]*\+s\b/i,
  /\bchown\s+(-\w+\s+)*\S+\s+\//i,
  /\b(curl|wget)\b[^|]*\|\s*(sudo\s+)?(ba|z|da|k)?sh\b/i,
  /\b(curl|wget)\b[^|]*\|\s*(python|perl|ruby|node)\d*\b/i,
  /\beval\s+["'`]?\$\((curl|wget)/i,
  /\bbase64\s+(-d|--decode)\b[^|]*\|\s*(ba|z|da|k)?sh\b/i,
  /\bnc\b.*\s-(e|c)\b/i,
  /\/dev\/(tcp|udp)\//i,
  /\bbash\s+-i\b/i,
  /\b(cat|less|more|head|tail|cp|mv|strings|xxd|base64)\b.*(^|[\s/"'])\.env(\.\w+)?\b/i,
  /\/etc\/(shadow|sudoers|gshadow)\b/i,
  />\s*\/etc\//i,
  /(^|[\s/"'~])\.ssh(\/|\b)/i,
  /(^|[\s/"'~])\.aws\/(credentials|config)\b/i,
  /(^|[\s/"'~])\.(netrc|npmrc|pypirc|docker\/config\.json|kube\/config)\b/i,
  /\b169\.254\.169\.254\b|\bfd00:ec2::254\b|\bmetadata\.google\.internal\b/i,
  /\bcrontab\b/i,
  /\b(insmod|rmmod|modprobe)\b/i,
  /\biptables\b|\bnft\s+(add|delete|flush)\b/i,
  /\bkill\s+(-\w+\s+)*(-1|1)(\s|$)/i,
  /\bkillall\b|\bpkill\s+-9\s+-1\b/i,
  /\bhistory\s+-c\b/i,
  /\bLD_PRELOAD=/,
]

export interface GuardRules {
  /** Regular expressions; with any, nothing else is allowed. What matches is not looked at further. */
  readonly allowPatterns?: readonly string[]
  /** Beside the built-in ones. */
  readonly denyPatterns?: readonly string[]
}

/** Why a command is refused; undefined: it may run. */
export function refusal(command: string, rules: GuardRules = {}): string | undefined {
  const { allowPatterns = [], denyPatterns = [] } = rules
  const matches = (source: string): boolean => new RegExp(source, 'i').test(command)
  if (allowPatterns.some(matches)) return undefined
  if (dangerous.some((rule) => rule.test(command)) || denyPatterns.some(matches)) {
    return 'Command blocked by safety guard (dangerous pattern detected)'
  }
  return allowPatterns.length > 0 ? 'Command blocked by safety guard (not in allowlist)' : undefined
}
