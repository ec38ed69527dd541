import { afterEach, describe, expect, it } from 'vitest'

import { aWindow, type Shown } from '@/test/window'
import type { WorkspaceView } from '@/platform'

describe('a page that has nothing to show yet', () => {
  let shown: Shown
  afterEach(() => shown.close())
  const content = () => document.querySelector<HTMLElement>('#content')

  it('offers a round where there is none, and the pages that need none are shown', async () => {
    shown = await aWindow('/findings', {
      open_workspace: (_, pass) => ({ ...(pass() as WorkspaceView), rounds: [] }),
    })
    expect(content()?.querySelector('h1')?.textContent).toBe('Findings')
    expect(content()?.querySelectorAll('.empty input').length).toBeGreaterThan(4)
    expect(shown.calls.some(({ command }) => command === 'findings')).toBe(false)
    await shown.router.push('/rounds')
    expect(content()?.querySelector('.empty')).toBeNull()
  })

  it('leads to importing units where a round has none, and shows what needs none', async () => {
    shown = await aWindow('/reports', { units: () => [] })
    const links = [...(content()?.querySelectorAll('.empty a') ?? [])]
    expect(links.map((link) => link.getAttribute('href'))).toEqual(['/import', '/rounds'])
    await shown.router.push('/import')
    expect(content()?.querySelector('.drop')).not.toBeNull()
  })
})
