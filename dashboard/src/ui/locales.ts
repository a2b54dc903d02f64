// How charts write numbers and days; the figures beside them come from Intl (formats.ts).
import type { Language } from "@/messages";

type Locale = { formatLocale: Record<string, unknown>; timeFormatLocale: Record<string, unknown> };

export const LOCALES: Record<Language, Locale> = {
  en: {
    formatLocale: { decimal: ".", thousands: ",", grouping: [3], currency: ["", ""] },
    timeFormatLocale: {
      dateTime: "%x, %X",
      date: "%b %-d, %Y",
      time: "%-I:%M:%S %p",
      periods: ["AM", "PM"],
      days: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
      shortDays: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"],
      months: ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
      shortMonths: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    },
  },
  tr: {
    formatLocale: { decimal: ",", thousands: ".", grouping: [3], currency: ["", ""] },
    timeFormatLocale: {
      dateTime: "%x %X",
      date: "%d.%m.%Y",
      time: "%H:%M:%S",
      periods: ["ÖÖ", "ÖS"],
      days: ["Pazar", "Pazartesi", "Salı", "Çarşamba", "Perşembe", "Cuma", "Cumartesi"],
      shortDays: ["Paz", "Pzt", "Sal", "Çar", "Per", "Cum", "Cmt"],
      months: ["Ocak", "Şubat", "Mart", "Nisan", "Mayıs", "Haziran", "Temmuz", "Ağustos", "Eylül", "Ekim", "Kasım", "Aralık"],
      shortMonths: ["Oca", "Şub", "Mar", "Nis", "May", "Haz", "Tem", "Ağu", "Eyl", "Eki", "Kas", "Ara"],
    },
  },
};
