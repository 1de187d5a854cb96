using System.Text;
using Hub.Domain.Deadlines;

namespace Hub.Tests.Domain.Deadlines;

public sealed class WorkingCalendarTests
{
    private static readonly WorkingCalendar Calendar = WorkingCalendar.Embedded();

    [Theory]
    [InlineData(2023, 239)]
    [InlineData(2024, 238)]
    [InlineData(2025, 237)]
    [InlineData(2026, 240)]
    [InlineData(2027, 242)]
    public void Each_decreed_year_has_the_working_days_of_R2(int year, int days) =>
        Calendar.CountWorkingDays(new(year, 1, 1), new(year, 12, 31)).ShouldBe(days);

    [Fact]
    public void The_acts_together_give_the_hundred_and_thirty_five_days_off() =>
        Calendar.Holidays.CountBy(h => h.Kind).ToDictionary().ShouldBe(
            new Dictionary<HolidayKind, int> { [HolidayKind.National] = 85, [HolidayKind.JointLeave] = 48, [HolidayKind.Election] = 2 },
            ignoreOrder: true);

    [Fact]
    public void Before_the_amendment_the_calendar_was_another()
    {
        var before = Calendar.AsOf(new(2025, 8, 6));

        before.IsWorking(new(2025, 8, 18)).ShouldBeTrue();
        Calendar.IsWorking(new(2025, 8, 18)).ShouldBeFalse();
        before.Version.ShouldNotBe(Calendar.Version);
        Calendar.AsOf(new(2023, 3, 28)).IsWorking(new(2023, 4, 19)).ShouldBeTrue();
        Calendar.AsOf(new(2023, 3, 28)).IsWorking(new(2023, 4, 26)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("2026-02-18", "07:30-12:00 13:00-16:00")]
    [InlineData("2026-02-19", "08:00-12:00 12:30-15:00")]
    [InlineData("2026-02-20", "08:00-11:30 12:30-15:30")]
    [InlineData("2026-03-27", "07:30-11:30 13:00-16:30")]
    [InlineData("2026-03-20", "")]
    [InlineData("2026-11-22", "")]
    public void Office_hours_know_Friday_and_Ramadan(string date, string spans)
    {
        var found = new List<string>();
        foreach (var span in Calendar.SpansOn(DateOnly.Parse(date)))
        {
            found.Add($"{span.From:HH\\:mm}-{span.To:HH\\:mm}");
        }

        string.Join(' ', found).ShouldBe(spans);
    }

    [Fact]
    public void The_hours_of_a_week_are_those_of_the_regulation()
    {
        Week(new(2026, 11, 16)).ShouldBe(TimeSpan.FromHours(37.5));
        Week(new(2026, 3, 9)).ShouldBe(TimeSpan.FromHours(32.5));
    }

    [Theory]
    [InlineData("{}", "kalender.json")]
    [InlineData("{\"acts\":[],\"officeHours\":[]}", "kosong")]
    [InlineData("{\"acts\":[", "baris 1")]
    public void An_empty_calendar_is_refused(string json, string part) => Refusal(json).ShouldContain(part);

    [Theory]
    [InlineData("\"date\": \"2026-05-27\"", "\"date\": \"2025-05-27\"", "skb-2026", "2025-05-27")]
    [InlineData("\"removes\": [\n        \"2023-04-26\"", "\"removes\": [\n        \"2023-04-27\"", "skb-2023-1", "2023-04-27")]
    [InlineData("\"date\": \"2025-08-18\"", "\"date\": \"2025-08-17\"", "skb-2025-1", "sudah hari libur")]
    [InlineData("\"establishes\": 2026", "\"establishes\": 2025", "skb-2026")]
    [InlineData("\"kind\": \"election\"", "\"kind\": \"pemilu\"", "kind", "baris")]
    [InlineData("\"number\": \"Keppres 10 Tahun 2024\"", "\"number\": \"\"", "keppres-10-2024", "nomor")]
    [InlineData("\"to\": \"16:00\"", "\"to\": \"06:00\"", "biasa", "berurutan")]
    [InlineData("\"about\"", "\"perihal\"", "perihal")]
    public void A_wrong_line_of_a_calendar_is_named(string from, string to, params string[] parts)
    {
        var json = Data.Text("holidays.json");
        var at = json.IndexOf(from, StringComparison.Ordinal);
        at.ShouldBePositive();

        var refusal = Refusal(json[..at] + to + json[(at + from.Length)..]);

        parts.ShouldAllBe(part => refusal.Contains(part));
    }

    private static TimeSpan Week(DateOnly monday)
    {
        var sum = TimeSpan.Zero;
        for (var i = 0; i < 7; i++)
        {
            foreach (var span in Calendar.SpansOn(monday.AddDays(i)))
            {
                sum += span.To - span.From;
            }
        }

        return sum;
    }

    private static string Refusal(string json) =>
        Should.Throw<CalendarException>(() => WorkingCalendar.Load(new MemoryStream(Encoding.UTF8.GetBytes(json)), "kalender.json")).Message;
}
