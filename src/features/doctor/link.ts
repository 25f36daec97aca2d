import Taro from '@tarojs/taro'

/** The page that examines a connection; `UNSAVED` for what the editor has handed over. */
export function openDoctor(profileId: string): void {
  void Taro.navigateTo({ url: `/subpackages/doctor/doctor/index?profile=${encodeURIComponent(profileId)}` })
}
