import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import YFiles from '@/components/y-files/y-files.vue'
import { begin } from '@/stores/session'
import { addUploads, uploadsOf } from '@/stores/uploads'

vi.mock('@/platform/file-store', () => ({ storeFile: async () => true, loadFile: async () => new Blob(['x']), removeFile: async () => undefined }))
vi.mock('@/platform/file-send', () => ({ postForm: async () => ({ status: 201 }), putPart: async () => ({ status: 200 }) }))
const item = (id: string, more: object = {}) => ({ id, name: `${id}.jpg`, kind: 'wage_record', media_type: 'image/jpeg', size_bytes: 2048, status: 'verified', scan: 'clean', previews: 'none', rejection: null, proves: null, thumbnail: null, allowed_actions: [], ...more })
let state = item('e1')

beforeEach(() => {
  begin({ access_token: 'a', refresh_token: 'r', person_id: 'p1' } as never)
  state = item('e1')
  uni.request = ((r: { url: string; success(x: object): void }) => {
    const data = r.url.endsWith('/evidence') ? { evidence: state, upload: null } : r.url.includes('matter_id') ? { items: [item('e9')], next_cursor: null } : state
    setTimeout(() => r.success({ statusCode: 200, data, header: {} }), 0)
  }) as never
})
const props = { matterId: 'm1', label: 'files', kinds: ['wage_record'], modelValue: [] as string[] }
const source = { name: 'a.jpg', type: 'image/jpeg', size: 1, source: new Blob(['x']) }

describe('a field of files', () => {
  it('gets what was chosen for it when it arrived, and says how many are on their way', async () => {
    const field = mount(YFiles, { props })
    await addUploads([source], { matterId: 'm1', kind: 'wage_record' }, 'm1:files')
    await flushPromises()
    await vi.waitFor(() => expect(field.emitted('update:modelValue')).toEqual([[['e1']]]))
    expect(field.emitted('update:pending')?.some(([n]) => n === 1)).toBe(true)
    expect(field.emitted('update:pending')?.at(-1)).toEqual([0])
    expect(uploadsOf('m1:files')).toEqual([])
  })

  it('takes what arrived while the page was closed', async () => {
    await addUploads([source], { matterId: 'm1', kind: 'wage_record' }, 'm1:later')
    await vi.waitFor(() => expect(uploadsOf('m1:later')[0].state).toBe('done'))
    const field = mount(YFiles, { props: { ...props, field: 'later' } })
    expect(field.emitted('update:modelValue')).toEqual([[['e1']]])
  })

  it('says what became of a file, and lets it be left out', async () => {
    state = item('e1', { status: 'rejected', rejection: 'hash_differs' })
    const field = mount(YFiles, { props: { ...props, modelValue: ['e1'] } })
    await vi.waitFor(() => expect(field.find('[data-testid=file-rejected]').exists()).toBe(true))
    await field.find('[data-testid=file-remove]').trigger('click')
    expect(field.emitted('update:modelValue')).toEqual([[[]]])
  })

  it('takes no more than it may', async () => {
    const field = mount(YFiles, { props: { ...props, max: 1, modelValue: ['e1'] } })
    await field.find('[data-testid=file-add]').trigger('click')
    expect(field.find('[data-testid=from-file]').exists()).toBe(false)
  })

  it('lets what cannot be seen be left out', async () => {
    uni.request = ((r: { url: string; success(x: object): void }) => setTimeout(() => r.success({ statusCode: r.url.includes('matter_id') ? 200 : 404, data: { items: [] }, header: {} }), 0)) as never
    const field = mount(YFiles, { props: { ...props, modelValue: ['gone', 'e1'] } })
    await vi.waitFor(() => expect(field.findAll('[data-testid=file-unseen]').length).toBe(2))
    await field.find('[data-testid=file-remove]').trigger('click')
    expect(field.emitted('update:modelValue')).toEqual([[['e1']]])
  })
})
