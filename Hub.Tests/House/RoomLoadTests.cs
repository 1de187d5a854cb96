namespace Hub.Tests.House;

/// <summary>A room is drawn when it has what it shows: the framework's own asynchronous steps draw once before they end, which shows only on a store that answers over a network.</summary>
public sealed class RoomLoadTests
{
    [Theory]
    [InlineData("OnInitializedAsync")]
    [InlineData("OnParametersSetAsync")]
    [InlineData("OnAfterRenderAsync")]
    public void Every_room_reads_in_load(string step) =>
        Tree.Files("Hub.Host", "*.razor").Concat(Tree.Files("Hub.Host", "*.cs"))
            .Where(file => Tree.Read(file).Contains(step, StringComparison.Ordinal))
            .ShouldBeEmpty();
}
