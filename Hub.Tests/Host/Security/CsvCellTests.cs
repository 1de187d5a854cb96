using Hub.Host.Foundation.Security;

namespace Hub.Tests.Host.Security;

public sealed class CsvCellTests
{
    [Theory]
    [InlineData("=HYPERLINK(\"http://x\")")]
    [InlineData("+cmd|' /C calc'!A0")]
    [InlineData("-2+3")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    [InlineData("  =1")]
    [InlineData("＝1+1")]
    [InlineData("|calc")]
    public void What_a_spreadsheet_would_compute_becomes_text(string text) => CsvCell.Neutralise(text).ShouldBe("'" + text);

    [Theory]
    [InlineData("")]
    [InlineData("Jalan rusak = bahaya")]
    [InlineData("-12.5")]
    [InlineData("+62")]
    public void Plain_words_and_numbers_stay(string text) => CsvCell.Neutralise(text).ShouldBe(text);

    [Theory]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("kata \"hibah\"", "\"kata \"\"hibah\"\"\"")]
    [InlineData("=a;b", "\"'=a;b\"")]
    [InlineData("dua\nbaris", "\"dua\nbaris\"")]
    [InlineData(null, "")]
    public void Cells_are_quoted_where_the_format_asks_for_it(string? text, string cell) => CsvCell.Write(text).ShouldBe(cell);
}
