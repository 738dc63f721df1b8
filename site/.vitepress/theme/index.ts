// Without the fonts that the default theme would bring.
import theme from 'vitepress/theme-without-fonts'
import './style.css'

export default theme
