namespace Hub.Domain.Deadlines;

/// <summary>What must hold in a calendar before a date may rest on it. There is no fall-back: a calendar that fails is refused.</summary>
internal static class CalendarCheck
{
    /// <summary>A decreed year has 237 to 242 working days (2023-2027); a file far below that has lost its sense.</summary>
    private const int FewestWorkingDays = 200;

    /// <returns>One sentence that names the place, or null when all is well.</returns>
    public static string? FirstFault(IReadOnlyList<CalendarAct> acts, IReadOnlyList<OfficeHours> hours) =>
        Each(acts) ?? Years(acts) ?? Days(acts) ?? Hours(hours);

    private static string? Each(IReadOnlyList<CalendarAct> acts)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var act in acts)
        {
            if (string.IsNullOrWhiteSpace(act.Id) || !ids.Add(act.Id))
            {
                return $"ketetapan \"{act.Id}\": id kosong atau dipakai dua kali.";
            }

            if (string.IsNullOrWhiteSpace(act.Number) || act.SignedOn == default)
            {
                return $"ketetapan \"{act.Id}\": nomor dan tanggal penandatanganan wajib diisi.";
            }

            if (act.Adds.Count == 0 && (act.Establishes is not null || act.Removes.Count == 0))
            {
                return $"ketetapan \"{act.Id}\": daftar hari kosong.";
            }

            if (act.Adds.FirstOrDefault(d => string.IsNullOrWhiteSpace(d.Name)) is Holiday nameless)
            {
                return $"ketetapan \"{act.Id}\": {nameless.Date:yyyy-MM-dd} tidak punya nama.";
            }

            if (act.Adds.FirstOrDefault(d => act.Establishes is int year && d.Date.Year != year) is Holiday astray)
            {
                return $"ketetapan \"{act.Id}\": {astray.Date:yyyy-MM-dd} bukan tanggal tahun {act.Establishes}.";
            }
        }

        return null;
    }

    private static string? Years(IReadOnlyList<CalendarAct> acts)
    {
        var years = acts.Where(a => a.Establishes is not null).Select(a => a.Establishes!.Value).Order().ToList();
        if (years.Count == 0)
        {
            return "tidak ada ketetapan yang menetapkan satu tahun; kalender kosong tidak dipakai.";
        }

        for (var i = 1; i < years.Count; i++)
        {
            if (years[i] != years[i - 1] + 1)
            {
                return years[i] == years[i - 1]
                    ? $"tahun {years[i]} ditetapkan dua kali; perubahan harus berupa ketetapan tanpa \"establishes\"."
                    : $"tahun {years[i - 1] + 1} belum ditetapkan, padahal {years[i]} sudah.";
            }
        }

        return years[0] < 2001 || years[^1] > 2200 ? $"tahun {years[0]}-{years[^1]} di luar jangkauan 2001-2200." : null;
    }

    private static string? Days(IReadOnlyList<CalendarAct> acts)
    {
        var decreed = acts.Where(a => a.Establishes is not null).Select(a => a.Establishes!.Value).ToHashSet();
        var off = new HashSet<DateOnly>();
        foreach (var act in acts)
        {
            if (act.Removes.FirstOrDefault(d => !off.Remove(d)) is var unknown && unknown != default)
            {
                return $"ketetapan \"{act.Id}\": {unknown:yyyy-MM-dd} dicabut padahal bukan hari libur.";
            }

            if (act.Adds.FirstOrDefault(d => !decreed.Contains(d.Date.Year)) is Holiday stray)
            {
                return $"ketetapan \"{act.Id}\": tahun {stray.Date.Year} belum ditetapkan, {stray.Date:yyyy-MM-dd} tidak dapat ditambahkan.";
            }

            if (act.Adds.FirstOrDefault(d => !off.Add(d.Date)) is Holiday twice)
            {
                return $"ketetapan \"{act.Id}\": {twice.Date:yyyy-MM-dd} sudah hari libur.";
            }
        }

        foreach (var year in decreed.Order())
        {
            var working = WorkingDays(year, off);
            if (working < FewestWorkingDays)
            {
                return $"tahun {year} tinggal {working} hari kerja, kurang dari {FewestWorkingDays}; daftar harinya salah.";
            }
        }

        return null;
    }

    private static int WorkingDays(int year, HashSet<DateOnly> off)
    {
        var count = 0;
        for (var day = new DateOnly(year, 1, 1); day.Year == year; day = day.AddDays(1))
        {
            count += day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || off.Contains(day) ? 0 : 1;
        }

        return count;
    }

    private static string? Hours(IReadOnlyList<OfficeHours> hours)
    {
        if (hours.Count(h => h.During.Count == 0) != 1)
        {
            return "officeHours: harus ada tepat satu jam kerja biasa (tanpa \"during\").";
        }

        foreach (var set in hours)
        {
            if ((Spans(set.MondayToThursday) ?? Spans(set.Friday)) is string fault)
            {
                return $"officeHours \"{set.Id}\": {fault}";
            }

            if (set.During.Any(d => d.To < d.From))
            {
                return $"officeHours \"{set.Id}\": \"to\" mendahului \"from\" pada \"during\".";
            }
        }

        var dated = hours.SelectMany(h => h.During).OrderBy(d => d.From).ToList();
        return dated.Zip(dated.Skip(1)).Any(pair => pair.Second.From <= pair.First.To)
            ? "officeHours: dua masa \"during\" bertumpuk."
            : null;
    }

    private static string? Spans(IReadOnlyList<OfficeSpan> spans)
    {
        if (spans.Count == 0)
        {
            return "hari kerja tanpa jam kerja.";
        }

        return spans.Any(s => s.To <= s.From) || spans.Zip(spans.Skip(1)).Any(pair => pair.Second.From < pair.First.To)
            ? "jam kerja harus berurutan dan tidak bertumpuk."
            : null;
    }
}
