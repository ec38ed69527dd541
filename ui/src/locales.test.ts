import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { baseCompile } from '@intlify/message-compiler'
import { describe, expect, it } from 'vitest'

const ROOT = join(process.cwd(), 'src')
const HAN = /[\u4e00-\u9fff]/
/** Written by others as well, and used by code names that come from the shell. */
const SHARED = new Set(['errors', 'problems', 'stages', 'audit', 'faults'])

type Words = Record<string, string>

function namespaces(lang: string): Map<string, Words> {
  return new Map(
    readdirSync(join(ROOT, 'locales', lang)).map((file) => [
      file.replace('.json', ''),
      JSON.parse(readFileSync(join(ROOT, 'locales', lang, file), 'utf8')) as Words,
    ]),
  )
}

function sources(folder = ROOT): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return sources(path)
    return /\.(vue|ts)$/.test(entry.name) && !/\.test\.ts$/.test(entry.name) ? [path] : []
  })
}

const zh = namespaces('zh-CN')
const en = namespaces('en')
const holes = (text: string) =>
  [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]))].sort()

describe('the two languages', () => {
  it('have the same namespaces', () => {
    expect([...en.keys()].sort()).toEqual([...zh.keys()].sort())
  })

  it.each([...zh.keys()])('%s: same keys, same placeholders, no empty words', (name) => {
    const left = zh.get(name) ?? {}
    const right = en.get(name) ?? {}
    expect(Object.keys(right).sort()).toEqual(Object.keys(left).sort())
    for (const [key, text] of Object.entries(left)) {
      expect(text.trim(), `zh-CN ${name}.${key}`).not.toBe('')
      expect(right[key]?.trim(), `en ${name}.${key}`).not.toBe('')
      expect(holes(right[key] ?? ''), `${name}.${key}`).toEqual(holes(text))
    }
  })

  it.each([...zh.keys()])('%s: every sentence can be read by the window', (name) => {
    for (const words of [zh.get(name) ?? {}, en.get(name) ?? {}]) {
      for (const [key, text] of Object.entries(words)) {
        const faults: string[] = []
        baseCompile(text, { onError: (fault) => faults.push(fault.message) })
        expect(faults, `${name}.${key}`).toEqual([])
      }
    }
  })

  it('English has no Chinese but names', () => {
    const allowed = new Set(['frame.brand', 'frame.lang_zh_CN', 'rounds.default_name_zh'])
    for (const [name, words] of en) {
      if (SHARED.has(name)) continue
      for (const [key, text] of Object.entries(words)) {
        if (!allowed.has(`${name}.${key}`)) expect(HAN.test(text), `${name}.${key}`).toBe(false)
      }
    }
  })
})

describe('the code', () => {
  const texts = sources().map((path) => ({ path, text: readFileSync(path, 'utf8') }))

  it('holds no Chinese words', () => {
    expect(texts.filter(({ text }) => HAN.test(text)).map(({ path }) => path)).toEqual([])
  })

  it('uses only keys that exist, and every key is used', () => {
    const known = new Set(
      [...zh].flatMap(([name, words]) => Object.keys(words).map((key) => `${name}.${key}`)),
    )
    const names = [...zh.keys()].join('|')
    const literal = new RegExp(`['\`]((?:${names})\\.[a-z][A-Za-z0-9_]*)['\`]`, 'g')
    const built = new RegExp(`\`((?:${names})\\.[A-Za-z0-9_]*)\\$\\{`, 'g')
    const used = new Set<string>()
    const starts = new Set<string>()
    const unknown: string[] = []
    for (const { path, text } of texts) {
      for (const [, key = ''] of text.matchAll(literal)) {
        used.add(key)
        if (!known.has(key)) unknown.push(`${path}: ${key}`)
      }
      for (const [, start = ''] of text.matchAll(built)) starts.add(start)
    }
    expect(unknown).toEqual([])
    for (const start of starts) {
      const [name = ''] = start.split('.')
      if (!SHARED.has(name)) {
        expect(
          [...known].some((key) => key.startsWith(start)),
          start,
        ).toBe(true)
      }
    }
    const idle = [...known].filter(
      (key) =>
        !SHARED.has(key.split('.')[0] ?? '') &&
        !used.has(key) &&
        ![...starts].some((start) => key.startsWith(start)),
    )
    expect(idle).toEqual([])
  })
})
