/** Five digits and more, in groups, with letters about them. */
export const NUMBER =
  '[A-Za-z&]{0,6}[ -]?\\d[\\dA-Za-z]{0,17}(?:[ ./-](?=[A-Za-z]{0,3}\\d|[A-Z](?!\\w))[\\dA-Za-z]{1,12}){0,7}(?:\\([0-9A]\\))?';
export const digitsIn = (value: string): number => value.replace(/\D/g, '').length;
export const isDate = (value: string): boolean => /^(?:19|20)\d\d-\d\d-\d\d/.test(value) || /^\d+\.\d+$/.test(value);
export const isNumber =
  (least: number, most: number) =>
  (value: string): boolean => {
    const digits = digitsIn(value);
    return (
      digits >= least &&
      digits <= most &&
      value.length <= 28 &&
      !isDate(value) &&
      !/^(\d)\1+$/.test(value) &&
      !/[a-z]{3}/.test(value)
    );
  };
