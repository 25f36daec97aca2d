import { useRouter } from '@tarojs/taro'
import { useT } from '@/ui/language'
import { NavBar } from '@/ui/NavBar'
import { Page } from '@/ui/Page'

/** `?profile=<id>&message=<id>`: one message, whole. */
export default function MessagePage() {
  const t = useT()
  const { message } = useRouter().params
  return <Page top={<NavBar title={t('detail.title')} subtitle={message} />}>{null}</Page>
}
