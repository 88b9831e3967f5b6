/** What a role is called where others may look over one's shoulder. */
import { t } from '@/locales/common'
import { label } from '@/stores/dictionaries'
import type { RoleCode } from '@/stores/me'

/** The role's label; of those who are supervised only that they check in. */
export const roleName = (role: RoleCode): string => (role === 'subject' ? t('role_quiet') : label('role', role))
