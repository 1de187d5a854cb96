using Hub.Connectors;
using Hub.Connectors.SiEvgan;

namespace Hub.Tests.Connectors.SiEvgan;

public class SiEvganCasesTests
{
    public static TheoryData<string> All => Cases.Of("SiEvgan");

    [Theory]
    [MemberData(nameof(All))]
    public void An_item_reads_as_its_case_says(string name) =>
        Cases.Check("SiEvgan", name, new SiEvganConnector(new SourceContext("uji", TimeProvider.System), new SiEvganOptions { Address = "https://sumber.example/", ApiKey = "k" }));
}
