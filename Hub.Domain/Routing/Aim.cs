namespace Hub.Domain.Routing;

/// <summary>Where an item may belong: a service of a bureau, a bureau without a service, or another authority.</summary>
internal sealed record Aim(string? Bureau, int? Service, string? NotOurs)
{
    /// <summary>The target when it is plain that it is not ours but not whose it is.</summary>
    public const string SomebodyElse = "";
}
