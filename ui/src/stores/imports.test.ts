import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'

import { Failure, platform } from '@/platform'
import { useImports } from './imports'
import { useMessages } from './messages'
import { useTasks } from './tasks'

const preview = (token: string) => ({ token, file: `${token}.xlsx`, accepted: 3, problems: [] })

beforeEach(() => {
  setActivePinia(createPinia())
  vi.mocked(platform.run).mockReset()
  vi.mocked(platform.call).mockReset()
  vi.mocked(platform.call).mockResolvedValue([] as never)
})

describe('imports', () => {
  it('go on when one file cannot be read, and say which', async () => {
    vi.mocked(platform.run).mockImplementation(((_command: string, args: { path: string }) =>
      args.path.includes('broken')
        ? Promise.reject(new Failure({ code: 'not_a_table', params: { path: args.path } }))
        : Promise.resolve(preview(args.path))) as never)
    const imports = useImports()
    await imports.inspect(['a', 'broken', 'b'])
    expect(imports.inspected.map((entry) => entry.path)).toEqual(['a', 'b'])
    expect(useMessages().list[0]?.failure?.params).toEqual({ path: 'broken' })
    expect(imports.busy).toBe(false)
  })

  it('a confirmed file leaves the list; one that fails stays', async () => {
    vi.mocked(platform.run).mockImplementation(((command: string, args: { token?: string }) => {
      if (command === 'inspect_file') return Promise.resolve(preview('a'))
      return args.token === 'a'
        ? Promise.reject(new Failure({ code: 'disk_full', params: {} }))
        : Promise.resolve({})
    }) as never)
    const imports = useImports()
    await imports.inspect(['a'])
    await imports.confirm(imports.inspected[0]!)
    expect(imports.inspected).toHaveLength(1)
    expect(useMessages().list[0]?.failure?.code).toBe('disk_full')
  })

  it('reading as something else puts the first reading aside', async () => {
    let count = 0
    vi.mocked(platform.run).mockImplementation((() => {
      count += 1
      return Promise.resolve(preview(`t${count}`))
    }) as never)
    const imports = useImports()
    await imports.inspect(['a'])
    await imports.readAs(imports.inspected[0]!, 'survey')
    expect(imports.inspected[0]).toMatchObject({ kind: 'survey', preview: { token: 't2' } })
    expect(platform.call).toHaveBeenCalledWith('discard_import', { token: 't1' })
  })
})

describe('a long task', () => {
  it('shows how far it is, can be cancelled by its name, and leaves the tray whatever comes of it', async () => {
    const tasks = useTasks()
    let finish!: (value: unknown) => void
    vi.mocked(platform.run).mockImplementation(((
      _command: string,
      _args: object,
      _task: string,
      onProgress: (progress: object) => void,
    ) => {
      onProgress({ stage: 'read', done: 3, total: 10 })
      return new Promise((_, no) => (finish = no))
    }) as never)
    const work = tasks.run('check_workspace', {})
    expect(tasks.running[0]?.progress).toEqual({ stage: 'read', done: 3, total: 10 })
    const id = tasks.running[0]!.id
    await tasks.cancel(id)
    expect(platform.call).toHaveBeenCalledWith('cancel_task', { task: id })
    finish(new Failure({ code: 'cancelled', params: {} }))
    await expect(work).rejects.toMatchObject({ code: 'cancelled' })
    expect(tasks.busy).toBe(false)
  })
})
