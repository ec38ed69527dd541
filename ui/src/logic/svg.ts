const SVG = 'http://www.w3.org/2000/svg'

const ELEMENTS = new Set([
  'svg',
  'g',
  'path',
  'rect',
  'circle',
  'ellipse',
  'line',
  'polyline',
  'polygon',
  'text',
  'tspan',
  'title',
  'desc',
  'defs',
  'clipPath',
])

const ATTRIBUTES = new Set([
  'viewBox',
  'width',
  'height',
  'preserveAspectRatio',
  'd',
  'x',
  'y',
  'x1',
  'y1',
  'x2',
  'y2',
  'cx',
  'cy',
  'r',
  'rx',
  'ry',
  'dx',
  'dy',
  'points',
  'transform',
  'opacity',
  'fill',
  'fill-opacity',
  'fill-rule',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'stroke-miterlimit',
  'font-family',
  'font-size',
  'font-weight',
  'font-style',
  'letter-spacing',
  'text-anchor',
  'dominant-baseline',
  'id',
  'clip-path',
])

/** A value that could fetch something; `url(#…)` within the drawing is what clip paths use. */
const REACHES_OUT = /url\(\s*(?!['"]?#)|[a-z]+:\/\/|javascript:|data:/i

/**
 * A drawing as nodes of this document that hold nothing but shapes and words:
 * unknown elements go with all that is in them, unknown attributes (styles, handlers, links) go alone.
 * `null` where the text is no drawing.
 */
export function drawing(text: string): SVGSVGElement | null {
  const parsed = new DOMParser().parseFromString(text, 'image/svg+xml')
  const root = parsed.documentElement
  if (root.namespaceURI !== SVG || root.localName !== 'svg') return null
  return copy(root) as SVGSVGElement | null
}

function copy(source: Element): Element | null {
  if (source.namespaceURI !== SVG || !ELEMENTS.has(source.localName)) return null
  const clean = document.createElementNS(SVG, source.localName)
  for (const { name, value } of Array.from(source.attributes)) {
    if (ATTRIBUTES.has(name) && !REACHES_OUT.test(value)) clean.setAttribute(name, value)
  }
  for (const child of Array.from(source.childNodes)) {
    if (child.nodeType === Node.TEXT_NODE) {
      clean.append(document.createTextNode(child.textContent ?? ''))
    } else if (child.nodeType === Node.ELEMENT_NODE) {
      const inner = copy(child as Element)
      if (inner !== null) clean.append(inner)
    }
  }
  return clean
}

/** Width and height of a drawing in its own units, from its view box or its size. */
export function extent(svg: SVGSVGElement): { width: number; height: number } {
  const box = (svg.getAttribute('viewBox') ?? '')
    .trim()
    .split(/[\s,]+/)
    .map(Number)
  const [, , width = NaN, height = NaN] = box
  if (width > 0 && height > 0) return { width, height }
  return {
    width: Number.parseFloat(svg.getAttribute('width') ?? '') || 960,
    height: Number.parseFloat(svg.getAttribute('height') ?? '') || 540,
  }
}
