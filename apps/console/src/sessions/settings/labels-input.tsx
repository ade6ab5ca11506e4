import { TagsInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

interface LabelsInputProps {
  readonly value: string[];
  onChange(labels: string[]): void;
}

const LABEL = /^[\w.=:-]{1,64}$/;
const MOST = 16;

/** The labels that a server must have. What cannot be one is not taken. */
export function LabelsInput({ value, onChange }: LabelsInputProps) {
  const { t } = useTranslation('sessions');
  const [isWrong, setWrong] = useState(false);
  const change = (labels: string[]) => {
    setWrong(!labels.every((label) => LABEL.test(label)));
    onChange(labels.filter((label) => LABEL.test(label)));
  };
  return (
    <TagsInput
      label={t('labels.label')}
      description={t('labels.hint')}
      value={value}
      onChange={change}
      maxTags={MOST}
      splitChars={[',', ' ']}
      error={isWrong && t('labels.wrong')}
    />
  );
}
