/** A search field that waits until typing pauses before it asks. */
import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from './Icon.tsx';

interface SearchBoxProps {
  readonly label: string;
  readonly value: string | null;
  readonly onSearch: (search: string | null) => void;
  readonly className?: string | undefined;
}

const PAUSE_MS = 250;

export function SearchBox({ label, value, onSearch, className }: SearchBoxProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(value ?? '');
  const [asked, setAsked] = useState(value);
  const ask = useDebouncedCallback((text: string) => {
    const search = text.trim() === '' ? null : text.trim();
    setAsked(search);
    onSearch(search);
  }, PAUSE_MS);
  if (value !== asked) {
    setAsked(value);
    setTyped(value ?? '');
  }
  const type = (text: string) => {
    setTyped(text);
    ask(text);
  };
  return (
    <TextInput
      {...(className === undefined ? {} : { className })}
      type="search"
      size="sm"
      aria-label={label}
      placeholder={label}
      value={typed}
      onChange={(event) => type(event.currentTarget.value)}
      leftSection={<Icon name="search" size={16} />}
      rightSection={
        typed === '' ? null : <CloseButton size="sm" aria-label={t('list.clear')} onClick={() => type('')} />
      }
    />
  );
}
