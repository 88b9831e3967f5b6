/** Writing one's name on a phone that is turned meanwhile. */
import { flushPromises, mount } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import SignCanvas from '@/components/sign-pad/sign-canvas.vue'

it('draws where the finger is after the phone was turned', async () => {
  const pen = { scale: vi.fn(), fillRect: vi.fn(), beginPath: vi.fn(), moveTo: vi.fn(), stroke: vi.fn(), quadraticCurveTo: vi.fn() }
  let width = 300
  const wrapper = mount(SignCanvas, { attachTo: document.body })
  const canvas = wrapper.find('canvas').element
  Object.assign(canvas, { getContext: () => pen, setPointerCapture: vi.fn(), getBoundingClientRect: () => ({ left: 0, top: 0, width, height: 200 }) })
  await flushPromises()
  width = 600
  await wrapper.find('canvas').trigger('pointerdown', { clientX: 400, clientY: 100, pointerId: 1 })
  await wrapper.find('canvas').trigger('pointermove', { clientX: 600, clientY: 100, pointerId: 1 })
  expect(pen.quadraticCurveTo).toHaveBeenCalledWith(200, 100, 250, 100)
  wrapper.unmount()
})
