import type { ChartView, MarkView, RankRow } from '../generated'

const LOW = [228, 238, 247] as const
const HIGH = [11, 60, 111] as const

function shade(score: number): string {
  const part = Math.min(1, Math.max(0, (score - 30) / 70))
  const mixed = LOW.map((low, at) => Math.round(low + ((HIGH[at] ?? 0) - low) * part))
  return `rgb(${mixed.join(',')})`
}

function view(title: string, width: number, height: number, shapes: string, marks: MarkView[]) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}">${shapes}</svg>`
  return { svg, title, alternative: title, marks } satisfies ChartView
}

/** Boxes in a grid, one row a unit and one column an aspect. */
export function heatMap(rows: readonly RankRow[], lang: string, ink: string): ChartView {
  const height = 40 + rows.length * 24
  let shapes = ''
  const marks: MarkView[] = []
  rows.forEach((row, r) => {
    const name = lang === 'en' ? row.name.en : row.name.zh
    shapes += `<text x="8" y="${r * 24 + 52}" font-size="12" fill="${ink}">${name.slice(0, 18)}</text>`
    row.aspects.forEach(({ aspect, score }, c) => {
      const box = { x: 240 + c * 118, y: r * 24 + 36, width: 116, height: 22 }
      const value = (score ?? 0).toFixed(1)
      shapes += `<rect x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}" fill="${shade(score ?? 0)}"/>`
      marks.push({ id: `${row.code}/${aspect}`, label: `${name} ${aspect}`, value, ...box })
    })
  })
  return view('heat map', 960, height, shapes, marks)
}

/** Horizontal bars from zero. */
export function bars(
  entries: readonly { id: string; label: string; value: number }[],
  ink: string,
  blue: string,
): ChartView {
  const top = Math.max(1, ...entries.map((entry) => entry.value))
  const height = 40 + entries.length * 24
  let shapes = ''
  const marks = entries.map((entry, at) => {
    const box = { x: 240, y: at * 24 + 24, width: (entry.value / top) * 640, height: 16 }
    shapes += `<text x="8" y="${box.y + 12}" font-size="12" fill="${ink}">${entry.label.slice(0, 18)}</text>`
    shapes += `<rect x="${box.x}" y="${box.y}" width="${box.width}" height="16" fill="${blue}"/>`
    return { id: entry.id, label: entry.label, value: entry.value.toFixed(1), ...box }
  })
  return view('bars', 960, height, shapes, marks)
}

/** A polygon over the aspects. */
export function radar(row: RankRow, ink: string, blue: string): ChartView {
  const marks: MarkView[] = []
  const corner = (at: number, score: number) => {
    const angle = (at / row.aspects.length) * 2 * Math.PI - Math.PI / 2
    return [240 + Math.cos(angle) * score * 1.4, 180 + Math.sin(angle) * score * 1.4] as const
  }
  const line = (score: (at: number) => number) =>
    row.aspects.map((_, at) => corner(at, score(at)).join(',')).join(' ')
  row.aspects.forEach(({ aspect, score }, at) => {
    const [x, y] = corner(at, score ?? 0)
    marks.push({
      id: `${row.code}/${aspect}`,
      label: aspect,
      value: (score ?? 0).toFixed(1),
      x: x - 8,
      y: y - 8,
      width: 16,
      height: 16,
    })
  })
  const shapes =
    `<polygon points="${line(() => 100)}" fill="none" stroke="${ink}" stroke-opacity="0.2"/>` +
    `<polygon points="${line((at) => row.aspects[at]?.score ?? 0)}" fill="${blue}" fill-opacity="0.2" stroke="${blue}"/>`
  return view('radar', 480, 360, shapes, marks)
}
