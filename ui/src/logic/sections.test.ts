import { describe, expect, it } from 'vitest'

import { carried, chosen, moved, switched } from './sections'

const entry = (id: string, shown = true) => ({ id, name: id, shown })
const template = [entry('general'), entry('survey'), entry('method'), entry('ranking', false)]
const ids = (list: { id: string }[]) => list.map(({ id }) => id)

describe('sections of a briefing', () => {
  it('are as the template has them until somebody changes them', () => {
    expect(chosen(template, template)).toEqual([])
    expect(chosen(switched(switched(template, 1), 1), template)).toEqual([])
  })

  it('go up and down, and no further than the ends', () => {
    expect(ids(moved(template, 1, -1))).toEqual(['survey', 'general', 'method', 'ranking'])
    expect(ids(moved(template, 0, -1))).toEqual(ids(template))
    expect(ids(moved(template, 3, 1))).toEqual(ids(template))
    expect(chosen(moved(template, 0, 2), template)).toEqual(['survey', 'method', 'general'])
  })

  it('are taken in and left out', () => {
    expect(chosen(switched(template, 0), template)).toEqual(['survey', 'method'])
    expect(chosen(switched(template, 3), template)).toEqual([
      'general',
      'survey',
      'method',
      'ranking',
    ])
  })

  it('that only stand elsewhere among those left out change nothing', () => {
    const two = [entry('general'), entry('survey', false), entry('method', false)]
    expect(chosen(moved(two, 2, -1), two)).toEqual([])
  })

  it('keep what a person made of them when the template is read again', () => {
    const mine = switched(moved(template, 0, 1), 2)
    const german = template.map((each) => ({ ...each, name: `${each.name} (de)` }))
    expect(carried(mine, template, german).map(({ name, shown }) => [name, shown])).toEqual([
      ['survey (de)', true],
      ['general (de)', true],
      ['method (de)', false],
      ['ranking (de)', false],
    ])
    const shorter = [entry('new'), ...template.slice(1)]
    expect(ids(carried(mine, template, shorter))).toEqual(['survey', 'method', 'ranking', 'new'])
    expect(carried(template, template, shorter)).toEqual(shorter)
  })
})
