using Hub.Domain.Deadlines;

namespace Hub.Tests.Domain.Deadlines;

/// <summary>What the tests of this folder share.</summary>
internal static class Data
{
    public static readonly WorkingCalendar Calendar = WorkingCalendar.Embedded();
    public static readonly Standards Standards = Standards.Embedded();

    /// <summary>An embedded data file as text.</summary>
    public static string Text(string name)
    {
        using var reader = new StreamReader(typeof(WorkingCalendar).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    /// <summary>An instant in office time, <c>2026-03-11 10:00</c>.</summary>
    public static DateTimeOffset Wita(string local) => new(DateTime.Parse(local), TimeSpan.FromHours(8));
}
