/**
 * Real HTML elements, for the browser: uni-app draws its own `button`, `input` and `label` from plain boxes, which a
 * keyboard cannot reach and a screen reader cannot name.
 */
import { defineComponent, h } from 'vue'

const element = (tag: string) =>
  defineComponent({ inheritAttrs: false, setup: (_, { attrs, slots }) => () => h(tag, attrs, slots.default?.()) })

export const NativeButton = element('button')
export const NativeLabel = element('label')
export const NativeForm = element('form')
export const NativeInput = element('input')
export const NativeTextarea = element('textarea')
export const NativeImage = element('img')
export const NativeCanvas = element('canvas')
