import { Button as NativeButton, View } from '@tarojs/components'

/** WeChat opens its list of chats for its own button only. It shows nothing but what is in it. */
export function SendButton({ children }: { children: string }) {
  return (
    <NativeButton className="share-send" hoverClass="is-pressed" openType="share" ariaLabel={children}>
      <View className="btn btn-primary btn-full">{children}</View>
    </NativeButton>
  )
}
