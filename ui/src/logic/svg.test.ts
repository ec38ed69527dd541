import { describe, expect, it } from 'vitest'

import { drawing, extent } from './svg'

const wrap = (inner: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="480" height="360" viewBox="0 0 960 540" onload="steal()">${inner}</svg>`

function clean(inner: string): string {
  const svg = drawing(wrap(inner))
  expect(svg).not.toBeNull()
  return svg!.outerHTML
}

describe('drawing', () => {
  it('keeps shapes and words', () => {
    const out = clean(
      '<g fill="#1F5FA8"><rect x="1" y="2" width="3" height="4"/><text x="5" y="6">太原市</text></g>',
    )
    expect(out).toContain('<rect x="1" y="2" width="3" height="4"')
    expect(out).toContain('太原市')
    expect(out).toContain('fill="#1F5FA8"')
  })

  it.each([
    ['a script', '<script>steal()</script>', 'steal'],
    ['a style sheet', '<style>*{fill:red}</style>', 'fill:red'],
    ['a foreign object', '<foreignObject><p>x</p></foreignObject>', 'foreignObject'],
    ['a picture from outside', '<image href="https://example.org/x.png"/>', 'example'],
    ['a link', '<a href="https://example.org"><rect width="1" height="1"/></a>', 'example'],
    ['a handler', '<rect width="1" height="1" onclick="steal()"/>', 'steal'],
    ['a style attribute', '<rect width="1" height="1" style="fill:red"/>', 'style'],
    [
      'a fill from outside',
      '<rect width="1" height="1" fill="url(https://example.org/#a)"/>',
      'example',
    ],
    [
      'an animation',
      '<rect width="1" height="1"><set attributeName="href" to="javascript:steal()"/></rect>',
      'steal',
    ],
  ])('drops %s', (_, inner, forbidden) => {
    expect(clean(inner)).not.toContain(forbidden)
  })

  it('keeps a clip path of its own', () => {
    expect(clean('<rect width="1" height="1" clip-path="url(#c)"/>')).toContain('url(#c)')
  })

  it('gives nothing for what is no drawing', () => {
    expect(drawing('<html xmlns="http://www.w3.org/1999/xhtml"><body/></html>')).toBeNull()
    expect(drawing('not markup at all')).toBeNull()
  })

  it('reads its extent from the view box first', () => {
    expect(extent(drawing(wrap(''))!)).toEqual({ width: 960, height: 540 })
  })
})
