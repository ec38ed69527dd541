import { describe, expect, it } from 'vitest'

import { preview } from './evidence'

const base64 = (bytes: number[]) => btoa(String.fromCharCode(...bytes))

describe('a file behind an answer', () => {
  it('is shown as a picture by its ending, whatever its case', () => {
    expect(preview({ file_name: '签字页.PNG', base64: 'AAAA' })).toEqual({
      kind: 'picture',
      content: 'data:image/png;base64,AAAA',
    })
  })
  it('is read as UTF-8, or as GBK where it is not', () => {
    const utf8 = [...new TextEncoder().encode('制度')]
    expect(preview({ file_name: 'a.txt', base64: base64(utf8) })?.content).toBe('制度')
    expect(preview({ file_name: 'a.txt', base64: base64([0xd6, 0xc6, 0xb6, 0xc8]) })?.content).toBe(
      '制度',
    )
  })
  it('is left to its own program where the window cannot show it', () => {
    expect(preview({ file_name: '制度.docx', base64: '' })).toBeNull()
    expect(preview({ file_name: 'page.svg', base64: '' })).toBeNull()
  })
})
