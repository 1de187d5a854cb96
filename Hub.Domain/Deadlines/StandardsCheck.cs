namespace Hub.Domain.Deadlines;

/// <summary>What must hold in the standards before a date may rest on them.</summary>
internal static class StandardsCheck
{
    /// <returns>One sentence that names the place, or null when all is well.</returns>
    public static string? FirstFault(StandardsFile file)
    {
        var sets = file.RuleSets.Select(s => s.Id).ToHashSet(StringComparer.Ordinal);
        if (file.RuleSets.FirstOrDefault(s => s.NumbersOf is string other && !sets.Contains(other)) is RuleSet astray)
        {
            return CalendarException.Say("NoNumbersOf", astray.Id, astray.NumbersOf);
        }

        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in file.Standards)
        {
            if (!keys.Add($"{line.Key}@{line.Set}"))
            {
                return CalendarException.Say("StandardTwice", line.Key);
            }

            if (line.StopsFor.Append(line.Awaits).OfType<string>().FirstOrDefault(key => file.Standards.All(s => s.Key != key)) is string missing)
            {
                return CalendarException.Say("UnknownStandard", missing);
            }

            if (Line(line, sets) is string fault)
            {
                return CalendarException.Say("StandardFault", line.Key, fault);
            }
        }

        if (file.Channels.SelectMany(c => c.FromSending.Concat(c.FromReceipt).Concat(c.FromResolution)).FirstOrDefault(key => file.Standards.All(s => s.Key != key)) is string unknown)
        {
            return CalendarException.Say("UnknownStandard", unknown);
        }

        return file.Standards.Count == 0 ? CalendarException.Say("NoStandards") : null;
    }

    private static string? Line(ServiceStandard line, HashSet<string> sets)
    {
        if (line.Amount < (line.Kind == ClockKind.Stage ? 0 : 1))
        {
            return CalendarException.Say("AmountTooSmall");
        }

        if (line.Target is int target && (target < 1 || (line.Unit == StandardUnit.BeforeEvent ? target < line.Amount : target > line.Amount)))
        {
            return CalendarException.Say("TargetUnfit", target, line.Amount);
        }

        if (line.Set is string set && !sets.Contains(set))
        {
            return CalendarException.Say("NoSet", set);
        }

        return string.IsNullOrWhiteSpace(line.Source) || string.IsNullOrWhiteSpace(line.Starts) || string.IsNullOrWhiteSpace(line.Ends)
            ? CalendarException.Say("StandardBlank")
            : null;
    }
}
