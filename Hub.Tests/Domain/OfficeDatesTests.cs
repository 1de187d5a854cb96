using Hub.Domain;
using Hub.Host.Foundation.Texts;

namespace Hub.Tests.Domain;

public sealed class OfficeDatesTests
{
    private static readonly DateOnly Day = new(2026, 8, 7);

    [Fact]
    public void Dates_are_written_as_the_office_writes_them()
    {
        OfficeDates.Day(Day).ShouldBe("Jum, 7 Agu 2026");
        OfficeDates.LongDay(Day).ShouldBe("Jumat, 7 Agustus 2026");
        OfficeDates.LongDate(Day).ShouldBe("7 Agustus 2026");
        OfficeDates.DayOfMonth(Day).ShouldBe("7 Agu");
        OfficeDates.Month(Day).ShouldBe("Agustus 2026");
        OfficeDates.Instant(new DateTimeOffset(2026, 8, 7, 1, 5, 0, TimeSpan.Zero)).ShouldBe("Jum, 7 Agu 2026 09.05 WITA");
    }

    [Fact]
    public void Dates_in_english_keep_the_order_of_the_office()
    {
        OfficeDates.Day(Day, Language.English).ShouldBe("Fri, 7 Aug 2026");
        OfficeDates.LongDay(Day, Language.English).ShouldBe("Friday, 7 August 2026");
        OfficeDates.Time(new DateTimeOffset(2026, 8, 7, 1, 5, 0, TimeSpan.Zero), Language.English).ShouldBe("09:05");
    }

    [Fact]
    public void Every_month_has_its_name() =>
        string.Join(' ', Enumerable.Range(1, 12).Select(m => OfficeDates.ShortMonth(new DateOnly(2026, m, 1)) + '/' + OfficeDates.MonthName(m)))
            .ShouldBe("Jan/Januari Feb/Februari Mar/Maret Apr/April Mei/Mei Jun/Juni Jul/Juli Agu/Agustus Sep/September Okt/Oktober Nov/November Des/Desember");

    [Theory]
    [InlineData(0, "0", "0")]
    [InlineData(1_234_567, "1.234.567", "1,234,567")]
    public void Whole_numbers_are_grouped(long number, string indonesian, string english)
    {
        OfficeNumbers.Whole(number).ShouldBe(indonesian);
        OfficeNumbers.Whole(number, Language.English).ShouldBe(english);
    }

    [Theory]
    [InlineData(1_234.56, 1, "1.234,6", "1,234.6")]
    [InlineData(3, 2, "3,00", "3.00")]
    public void Fractions_show_all_their_digits(double number, int decimals, string indonesian, string english)
    {
        OfficeNumbers.Fraction(number, decimals).ShouldBe(indonesian);
        OfficeNumbers.Fraction(number, decimals, Language.English).ShouldBe(english);
    }
}
