"use client";

import { PasswordInput, TextInput } from "@mantine/core";

type FieldProps = { name?: string; label?: string; description?: string; hasFocus?: boolean };

/** The address by which somebody signs in. */
export function EmailField({ defaultValue, hasFocus = false }: { defaultValue?: string; hasFocus?: boolean }) {
  return (
    <TextInput
      name="email"
      type="email"
      label="E-mail"
      autoComplete="username"
      defaultValue={defaultValue}
      required
      withAsterisk={false}
      autoFocus={hasFocus}
    />
  );
}

/** The password that somebody has now. */
export function PasswordField({ name = "password", label = "Password", hasFocus = false }: FieldProps) {
  return (
    <PasswordInput
      name={name}
      label={label}
      autoComplete="current-password"
      required
      withAsterisk={false}
      autoFocus={hasFocus}
    />
  );
}

/** A password that somebody chooses; the server has the same bounds. */
export function NewPasswordField(props: FieldProps) {
  const { name = "newPassword", label = "New password", description = "At least 10 characters" } = props;
  return (
    <PasswordInput
      name={name}
      label={label}
      description={description}
      autoComplete="new-password"
      minLength={10}
      maxLength={128}
      required
      withAsterisk={false}
      autoFocus={props.hasFocus ?? false}
    />
  );
}

type CodeFieldProps = { label: string; isRecoveryCode?: boolean; hasFocus?: boolean };

/** A code of the second factor. */
export function CodeField({ label, isRecoveryCode = false, hasFocus = false }: CodeFieldProps) {
  return (
    <TextInput
      name="code"
      label={label}
      inputMode={isRecoveryCode ? "text" : "numeric"}
      autoComplete="one-time-code"
      required
      withAsterisk={false}
      autoFocus={hasFocus}
    />
  );
}
