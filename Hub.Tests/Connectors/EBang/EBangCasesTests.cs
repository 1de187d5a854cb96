using Hub.Connectors;
using Hub.Connectors.KaltaraApi;
using Hub.Connectors.EBang;

namespace Hub.Tests.Connectors.EBang;

public class EBangCasesTests
{
    public static TheoryData<string> All => Cases.Of("EBang");

    [Theory]
    [MemberData(nameof(All))]
    public void An_item_reads_as_its_case_says(string name) =>
        Cases.Check("EBang", name, new MappedConnector(new SourceContext("uji", TimeProvider.System), new EBangOptions { Address = "https://sumber.example/", ApiKey = "k" }, "EBang"));
}
