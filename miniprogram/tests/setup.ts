/** uni's calls for tests: storage that keeps, requests that a test answers, and every `y-` component known by name. */
import { config } from '@vue/test-utils'
import { beforeEach, vi } from 'vitest'
import type { Component } from 'vue'

const storage = new Map<string, unknown>()
vi.stubGlobal('uni', {
  request: vi.fn(),
  uploadFile: vi.fn(),
  navigateTo: vi.fn(),
  navigateBack: vi.fn(),
  redirectTo: vi.fn(),
  reLaunch: vi.fn(),
  setNavigationBarTitle: vi.fn(),
  getNetworkType: vi.fn(),
  onNetworkStatusChange: vi.fn(),
  getStorageSync: (name: string) => storage.get(name) ?? '',
  setStorageSync: (name: string, value: unknown) => storage.set(name, value),
  removeStorageSync: (name: string) => storage.delete(name),
  getStorageInfoSync: () => ({ keys: [...storage.keys()] }),
})
vi.stubGlobal('getCurrentPages', () => [])

const found = import.meta.glob<{ default: Component }>('../src/components/y-*/y-*.vue', { eager: true })
config.global.components = Object.fromEntries(
  Object.entries(found).map(([path, module]) => [path.split('/').pop()!.replace('.vue', ''), module.default]),
)

beforeEach(() => {
  storage.clear()
})
