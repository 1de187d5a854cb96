using Hub.Connectors;
using Hub.Connectors.KaltaraApi;
using Hub.Connectors.SiEvgan;

namespace Hub.Tests.Connectors.SiEvgan;

public class SiEvganCasesTests
{
    public static TheoryData<string> All => Cases.Of("SiEvgan");

    [Theory]
    [MemberData(nameof(All))]
    public void An_item_reads_as_its_case_says(string name) =>
        Cases.Check("SiEvgan", name, new MappedConnector(new SourceContext("uji", TimeProvider.System), new MappedOptions { Address = "https://sumber.example/", ApiKey = "k" }, "SiEvgan"));
}
