using System.CommandLine;
using Hub.Mocks.Demo;

return await DemoCommand.Create(DemoRun.RunAsync).Parse(args).InvokeAsync();
