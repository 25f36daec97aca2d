import { Input, View } from '@tarojs/components'
import { useState, type ReactNode } from 'react'
import { useT } from './language'
import { a11y } from './a11y'
import { browserField } from './browserField'
import { classes } from './classes'
import { Icon } from './Icon'
import { IconButton } from './IconButton'
import { platform } from './platform'

interface FieldProps {
  value: string
  onChange: (value: string) => void
  /** Its name for a screen reader */
  label: string
  placeholder?: string
  /** `boxed` stands alone with a border; `row` sits at the right of a cell */
  variant?: 'boxed' | 'row'
  /** A sentence that says what is wrong; it also colours the border */
  error?: ReactNode
  warning?: boolean
  isMono?: boolean
  isTall?: boolean
  isSecret?: boolean
  isNumber?: boolean
  /** Typed with the keyboard for addresses on H5 */
  isUrl?: boolean
  hasClear?: boolean
  /** After the text: a tick, a button */
  trail?: ReactNode
  maxLength?: number
  shouldFocus?: boolean
  onBlur?: () => void
  onConfirm?: () => void
}

/** One line of text. A secret one is masked and has an eye. */
export function Field(props: FieldProps) {
  const {
    value,
    onChange,
    label,
    placeholder,
    variant = 'boxed',
    error,
    warning,
    isMono,
    isTall,
    isSecret,
    isNumber,
    isUrl,
  } = props
  const { hasClear, trail, maxLength = 256, shouldFocus, onBlur, onConfirm } = props
  const t = useT()
  const [isFocused, setFocused] = useState(false)
  const [wasLeft, setLeft] = useState(false)
  const [isRevealed, setRevealed] = useState(false)
  const isMasked = isSecret === true && !isRevealed
  const state = error ? 'is-error' : warning ? 'is-warning' : isFocused && 'is-focused'
  return (
    <View className={classes('field-block', `field-block-${variant}`)}>
      <View className={classes('field', `field-${variant}`, isTall && 'field-tall', state)}>
        <Input
          className={classes('field-input', isMono && 'is-mono')}
          value={value}
          placeholder={placeholder}
          placeholderClass="field-placeholder"
          password={isMasked}
          type={isNumber ? 'number' : 'text'}
          maxlength={maxLength}
          // Taro's element on H5 takes the focus back at each drawing while it is asked to
          focus={shouldFocus && !wasLeft}
          {...browserField({
            'aria-label': label,
            'aria-invalid': error ? 'true' : undefined,
            inputmode: isUrl ? 'url' : isNumber ? 'numeric' : 'text',
            autocapitalize: 'off',
            autocorrect: 'off',
            spellcheck: false,
            autocomplete: isSecret ? 'new-password' : 'off',
          })}
          {...(platform.isWeapp ? a11y({ label }) : {})}
          onInput={(event) => onChange(event.detail.value)}
          onFocus={() => setFocused(true)}
          onBlur={() => {
            setFocused(false)
            setLeft(true)
            onBlur?.()
          }}
          onConfirm={onConfirm}
        />
        {hasClear && value !== '' && (
          <IconButton
            icon="x"
            size={18}
            tone="quiet"
            label={t('common.clear')}
            onClick={() => {
              setLeft(false)
              onChange('')
            }}
          />
        )}
        {isSecret && (
          <IconButton
            icon="eye"
            size={20}
            tone={isRevealed ? 'accent' : 'quiet'}
            label={t(isRevealed ? 'common.hidePassword' : 'common.showPassword')}
            onClick={() => setRevealed(!isRevealed)}
          />
        )}
        {trail}
      </View>
      <FieldError error={error} />
    </View>
  )
}

/** There before there is an error: what comes with its words is not read out. */
function FieldError({ error }: { error: ReactNode }) {
  return (
    <View {...(platform.isWeapp ? {} : a11y({ role: 'status', live: 'polite' }))}>
      {error && (
        <View className="field-error">
          <Icon name="alert" size={16} />
          <View className="grow">{error}</View>
        </View>
      )}
    </View>
  )
}
