/** Masks while typing (maska). Each is a Svelte action for the field's `action`. */
import { MaskInput, type MaskInputOptions } from 'maska';
import type { Action } from 'svelte/action';
import type { Control } from './specs';

/** A phone in one of its forms: with the country's code, a mobile, a landline. */
export function phoneMask(text: string): string {
  if (text.trim().startsWith('+')) return '+## (##) #####-####';
  return text.replace(/\D/g, '').length > 10 ? '(##) #####-####' : '(##) ####-#####';
}

export const MASKS: Partial<Record<Control, MaskInputOptions['mask']>> = {
  cpf: '###.###.###-##',
  cep: '#####-###',
  phone: phoneMask,
};

/** Nothing for a field without a mask. */
export function maskOf(control: Control): Action<HTMLElement> | undefined {
  const mask = MASKS[control];
  if (!mask) return undefined;
  return (node) => {
    const masked = new MaskInput(node as unknown as HTMLInputElement, { mask });
    return { destroy: () => masked.destroy() };
  };
}
