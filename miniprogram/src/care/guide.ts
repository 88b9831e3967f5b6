/** How to allow locating, for the phone and the browser this is. */
import { t } from '@/locales/care'
import { phonePlatform } from '@/platform/phone'

export function allowSteps(): string[] {
  // #ifdef MP-WEIXIN
  return [t('guide_wechat_1'), t('guide_wechat_2'), t('guide_wechat_3')]
  // #endif
  // #ifndef MP-WEIXIN
  switch (phonePlatform()) {
    case 'android':
    case 'harmony':
      return [t('guide_android_1'), t('guide_android_2'), t('guide_android_3'), t('guide_android_4'), t('guide_android_5')]
    case 'ios':
      return [t('guide_ios_1'), t('guide_ios_2'), t('guide_ios_3'), t('guide_ios_4')]
    default:
      return [t('guide_other_1'), t('guide_other_2'), t('guide_other_3')]
  }
  // #endif
}
