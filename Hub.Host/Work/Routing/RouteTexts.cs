namespace Hub.Host.Work.Routing;

/// <summary>Marks the resource files with the texts about routes.</summary>
public sealed class RouteTexts;
