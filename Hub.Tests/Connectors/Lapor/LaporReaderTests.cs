using Hub.Connectors;
using Hub.Connectors.Lapor;

namespace Hub.Tests.Connectors.Lapor;

public class LaporReaderTests
{
    public static TheoryData<string> Rest => Cases.Of("Lapor");

    public static TheoryData<string> Export => Cases.Of("Lapor/Export");

    [Theory]
    [MemberData(nameof(Rest))]
    public void A_report_of_the_interface_reads_as_its_case_says(string name)
    {
        using var connector = new LaporConnector(
            new SourceContext("lapor", TimeProvider.System),
            new LaporOptions { AccessKey = "k", Token = "{t}", InstitutionId = 151000, UserId = 1 });
        Cases.Check("Lapor", name, connector);
    }

    [Theory]
    [MemberData(nameof(Export))]
    public void A_row_of_the_export_reads_as_its_case_says(string name) =>
        Cases.Check("Lapor/Export", name, new LaporExportConnector(new SourceContext("lapor-export", TimeProvider.System), new LaporExportOptions()));
}
