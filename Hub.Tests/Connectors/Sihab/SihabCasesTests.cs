using Hub.Connectors;
using Hub.Connectors.KaltaraApi;
using Hub.Connectors.Sihab;

namespace Hub.Tests.Connectors.Sihab;

public class SihabCasesTests
{
    public static TheoryData<string> All => Cases.Of("Sihab");

    [Theory]
    [MemberData(nameof(All))]
    public void An_item_reads_as_its_case_says(string name) =>
        Cases.Check("Sihab", name, new MappedConnector(new SourceContext("uji", TimeProvider.System), new MappedOptions { Address = "https://sumber.example/", ApiKey = "k" }, "Sihab"));
}
