import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'

import { platform } from '#door'
import { Failure } from '@/platform'
import { useImports } from './imports'
import { useMessages } from './messages'
import { useTasks } from './tasks'
import { useWorkspace } from './workspace'

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
    expect(imports.inspected.map((entry) => entry.preview.token)).toEqual(['a', 'b'])
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

  it('are read again under the same name, with all that was said before', async () => {
    vi.mocked(platform.run).mockImplementation(((_command: string, args: { token?: string }) =>
      Promise.resolve(preview(args.token ?? 'a'))) as never)
    const imports = useImports()
    await imports.inspect(['a'])
    await imports.again(imports.inspected[0]!, { kind: 'survey' })
    const mended = { sheet: '', cell: 'B2', text: '3' }
    await imports.amend(imports.inspected[0]!, mended)
    await imports.amend(imports.inspected[0]!, { ...mended, text: '4' })
    expect(imports.inspected[0]).toMatchObject({
      options: { kind: 'survey' },
      amendments: [{ cell: 'B2', text: '4' }],
      preview: { token: 'a' },
    })
    expect(platform.run).toHaveBeenLastCalledWith(
      'inspect_again',
      {
        token: 'a',
        options: expect.objectContaining({ kind: 'survey' }) as unknown,
        amendments: [{ ...mended, text: '4' }],
      },
      expect.any(String),
      expect.any(Function),
    )
    await imports.restore(imports.inspected[0]!, imports.inspected[0]!.amendments[0]!)
    expect(imports.inspected[0]!.amendments).toEqual([])
  })

  it('are shown as they were last read, also where one choice follows on another at once', async () => {
    vi.mocked(platform.run).mockImplementation(((_command: string, args: object) =>
      Promise.resolve({ ...preview('a'), read: args })) as never)
    vi.mocked(platform.call).mockImplementation(((command: string, args: { edit?: object }) =>
      Promise.resolve(command === 'mapping_text' ? JSON.stringify(args.edit) : [])) as never)
    const imports = useImports()
    await imports.inspect(['a'])
    const entry = imports.inspected[0]!
    const both = [
      imports.readBy(entry, { n: 1 } as never),
      imports.readBy(entry, { n: 2 } as never),
    ]
    expect(imports.busy).toBe(true)
    await Promise.all([...both, imports.amend(entry, { sheet: '', cell: 'B2', text: '3' })])
    expect(imports.inspected).toHaveLength(1)
    expect(imports.inspected[0]).toMatchObject({
      options: { mapping: '{"n":2}' },
      amendments: [{ cell: 'B2' }],
      preview: { read: { options: { mapping: '{"n":2}' }, amendments: [{ cell: 'B2' }] } },
    })
    const waiting = imports.readBy(imports.inspected[0]!, { n: 3 } as never)
    await imports.discard(imports.inspected[0]!)
    await waiting
    expect(imports.inspected).toEqual([])
  })

  it('of a folder stay held with it when they are closed', async () => {
    vi.mocked(platform.run).mockImplementation(((command: string, args: { token?: string }) =>
      command === 'inspect_folder'
        ? Promise.resolve({ token: 'f', files: [{ draft: 'd1', batch: null }] })
        : Promise.resolve(preview(args.token ?? ''))) as never)
    const imports = useImports()
    await imports.inspectFolder('/returned')
    await imports.open('d1')
    await imports.open('d1')
    expect(imports.inspected).toHaveLength(1)
    await imports.discard(imports.inspected[0]!)
    expect(platform.call).not.toHaveBeenCalledWith('discard_import', expect.anything())
    await imports.discardFolder()
    expect(platform.call).toHaveBeenCalledWith('discard_folder', { token: 'f' })
    expect(imports.folder).toBeNull()
  })

  it('of a folder are opened as they were read, with what was mended in them', async () => {
    vi.mocked(platform.run).mockImplementation(((command: string, args: { token?: string }) =>
      command === 'inspect_folder'
        ? Promise.resolve({ token: 'f', files: [{ draft: 'd1', batch: null }] })
        : Promise.resolve(preview(args.token ?? ''))) as never)
    const imports = useImports()
    useWorkspace().roundId = '2026'
    await imports.inspectFolder('/returned')
    useWorkspace().roundId = '2025'
    imports.rule.conflict = 'keep'
    await imports.open('d1')
    await imports.amend(imports.inspected[0]!, { sheet: '', cell: 'B2', text: '3' })
    await imports.discard(imports.inspected[0]!)
    await imports.open('d1')
    expect(imports.inspected[0]).toMatchObject({
      options: { round: '2026', conflict: null },
      amendments: [{ cell: 'B2', text: '3' }],
    })
  })

  it('that are dropped while others are read wait for their turn', async () => {
    vi.mocked(platform.run).mockImplementation(((_command: string, args: { path: string }) =>
      Promise.resolve(preview(args.path))) as never)
    const imports = useImports()
    await Promise.all([imports.inspect(['a']), imports.inspect(['b'])])
    expect(imports.inspected.map((entry) => entry.preview.token)).toEqual(['a', 'b'])
    expect(imports.busy).toBe(false)
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
