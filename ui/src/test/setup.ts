import { vi } from 'vitest'

// Tests never reach a shell: each one that calls it brings its own.
vi.mock('#door', () => ({
  platform: {
    call: vi.fn(),
    run: vi.fn(),
    pickFiles: vi.fn(),
    pickFolder: vi.fn(),
    pickTarget: vi.fn(),
    onDrop: vi.fn(),
    onClose: vi.fn(),
  },
}))
