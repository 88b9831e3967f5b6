import { describe, expect, it } from 'vitest'
import { deviceName } from '@/use/devices'

describe('the name of a registered phone', () => {
  it('is its model, without codes', () => {
    expect(deviceName({ platform: 'android', device_class: 'android HONOR X50' })).toMatch(/ HONOR X50$/)
    expect(deviceName({ platform: 'android', device_class: 'android HONOR X50' })).not.toMatch(/android android|android HONOR X50.*android/)
  })
  it('is in words where nothing is known of it', () => {
    expect(deviceName({ platform: 'other', device_class: 'other PC' })).toBe('手机或者电脑')
  })
  it('is the kind alone where the phone told no model', () => {
    expect(deviceName({ platform: 'ios', device_class: 'ios unknown' })).not.toContain('unknown')
  })
})
