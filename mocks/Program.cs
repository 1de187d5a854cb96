using System.CommandLine;
using Hub.Mocks.Certify;
using Hub.Mocks.Demo;

var command = DemoCommand.Create(DemoRun.RunAsync);
command.Add(CertifyVerb.Create());
command.Add(LanesVerb.Create());
command.Add(WriteVerb.Create());
return await command.Parse(args).InvokeAsync();
