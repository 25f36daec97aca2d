/** WeChat asks for this component where `tabBar.custom` is set; the bar itself is `ui/TabBar`, drawn by the pages. */
export default function CustomTabBar() {
  return null
}
