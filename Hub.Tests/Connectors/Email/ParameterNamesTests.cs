using Hub.Connectors.Email;

namespace Hub.Tests.Connectors.Email;

public sealed class ParameterNamesTests
{
    [Theory]
    [InlineData("attachment; filename*=us-ascii''Gr%F6sse.pdf", "Grösse.pdf")]
    [InlineData("attachment; filename*=utf-8''Gr%F6sse.pdf", "Grösse.pdf")]
    [InlineData("attachment; filename*=iso-8859-1''Gr%C3%B6sse.pdf", "Grösse.pdf")]
    [InlineData("attachment; filename*0*=us-ascii''Gr%C3; filename*1*=%B6sse; filename*2=.pdf", "Größe.pdf", "Grösse.pdf")]
    public void A_name_whose_charset_lies_is_read_by_the_ladder(string field, params string[] names) => names.ShouldContain(ParameterNames.Read(field, null)!);

    [Theory]
    [InlineData("attachment; filename=surat.pdf")]
    [InlineData("attachment; filename*=utf-8''surat%20tugas.pdf")]
    [InlineData("attachment; filename*=rusak")]
    public void What_needs_no_mending_is_left_to_the_parser(string field) => ParameterNames.Read(field, null).ShouldBeNull();
}
