import type { EvidenceContent } from '@/platform'

const PICTURES: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  bmp: 'image/bmp',
}
const TEXTS = ['txt', 'csv', 'md', 'log', 'json']
/** A longer text is read in its own program. */
const LONGEST = 20_000

function endingOf(name: string): string {
  return name.split('.').at(-1)?.toLowerCase() ?? ''
}

/** Whether the window shows such a file itself. */
export function previewed(name: string): boolean {
  const ending = endingOf(name)
  return PICTURES[ending] !== undefined || TEXTS.includes(ending)
}

/** How a file is shown in the window; `null` where the system's own program must show it. */
export function preview(
  file: EvidenceContent,
): { kind: 'picture' | 'text'; content: string } | null {
  const ending = endingOf(file.file_name)
  const type = PICTURES[ending]
  if (type !== undefined) return { kind: 'picture', content: `data:${type};base64,${file.base64}` }
  if (!TEXTS.includes(ending)) return null
  const bytes = Uint8Array.from(atob(file.base64), (letter) => letter.charCodeAt(0))
  return { kind: 'text', content: decoded(bytes).slice(0, LONGEST) }
}

/** UTF-8 where it is, else the encoding of older Chinese files. */
function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}
